-- Accounts.
-- tenet:up
CREATE TABLE admins (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    username VARCHAR NOT NULL,
    hashed_password VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_admins_username ON admins (username);

-- tenet:down
DROP TABLE admins;
