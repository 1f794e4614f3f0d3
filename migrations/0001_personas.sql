-- The account under which the agent speaks.
-- tenet:up
CREATE TABLE personas (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    reddit_username VARCHAR(255) NOT NULL,
    display_name VARCHAR(255),
    config {{json}} NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (reddit_username)
);
CREATE INDEX idx_persona_username ON personas (reddit_username);

-- tenet:down
DROP TABLE personas;
