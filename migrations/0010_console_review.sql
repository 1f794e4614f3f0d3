-- Which drafts a saved reason is for.
-- tenet:up
ALTER TABLE console_reasons ADD COLUMN subreddit VARCHAR(100);
ALTER TABLE console_reasons ADD COLUMN post_type VARCHAR(50);

-- tenet:down
DELETE FROM console_reasons WHERE subreddit IS NOT NULL OR post_type IS NOT NULL;
ALTER TABLE console_reasons DROP COLUMN post_type;
ALTER TABLE console_reasons DROP COLUMN subreddit;
