-- Which drafts a saved reason is for; and the order of titles.
-- tenet:up
ALTER TABLE console_reasons ADD COLUMN subreddit VARCHAR(100);
ALTER TABLE console_reasons ADD COLUMN post_type VARCHAR(50);

-- As SQLite orders titles: only letters of ASCII are one in both cases.
-- only: postgres
DROP INDEX console_belief_nodes_title;
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title COLLATE "C"), id);
-- end

-- tenet:down
-- only: postgres
DROP INDEX console_belief_nodes_title;
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id);
-- end
DELETE FROM console_reasons WHERE subreddit IS NOT NULL OR post_type IS NOT NULL;
ALTER TABLE console_reasons DROP COLUMN post_type;
ALTER TABLE console_reasons DROP COLUMN subreddit;
