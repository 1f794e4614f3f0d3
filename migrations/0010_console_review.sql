-- Reviewing: which drafts a saved reason is for, the reasons to begin with, and what was being
-- typed when a line dropped.
-- tenet:up
ALTER TABLE console_reasons ADD COLUMN subreddit VARCHAR(100);
ALTER TABLE console_reasons ADD COLUMN post_type VARCHAR(50);

INSERT INTO console_reasons (id, code, text, position) VALUES
    ('0c0de000-0000-4000-8000-000000000001', 'off-topic', 'Has little to do with what it answers', 1),
    ('0c0de000-0000-4000-8000-000000000002', 'unsupported', 'Claims more than it can show', 2),
    ('0c0de000-0000-4000-8000-000000000003', 'tone', 'Rude, condescending, or too sure of itself', 3),
    ('0c0de000-0000-4000-8000-000000000004', 'repetitive', 'Says again what was said before', 4),
    ('0c0de000-0000-4000-8000-000000000005', 'rules', 'Breaks a rule of the subreddit', 5),
    ('0c0de000-0000-4000-8000-000000000006', 'hidden', 'Hides or disguises what it says', 6);

-- The text of a draft while somebody edits it; gone once she decides or gives up.
CREATE TABLE console_recovery (
    account_id {{key}} NOT NULL,
    post_id {{key}} NOT NULL,
    content TEXT NOT NULL,
    based_on VARCHAR(64) NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    PRIMARY KEY (account_id, post_id),
    FOREIGN KEY (account_id) REFERENCES admins (id) ON DELETE CASCADE,
    FOREIGN KEY (post_id) REFERENCES pending_posts (id) ON DELETE CASCADE
);
CREATE INDEX console_recovery_post ON console_recovery (post_id);

-- tenet:down
DROP TABLE console_recovery;
DELETE FROM console_reasons WHERE subreddit IS NOT NULL OR post_type IS NOT NULL;
DELETE FROM console_reasons WHERE CAST(id AS TEXT) LIKE '0c0de000-0000-4000-8000-%';
ALTER TABLE console_reasons DROP COLUMN post_type;
ALTER TABLE console_reasons DROP COLUMN subreddit;
