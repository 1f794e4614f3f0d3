-- What stands beside a draft: what its persona wrote in the same subreddit before. Decisions change
-- neither of the two on SQLite, so that bulk approving costs what it did.
-- tenet:up
-- only: sqlite
CREATE INDEX console_pending_posts_place ON pending_posts (
    persona_id, target_subreddit, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_place ON interactions (
    persona_id, subreddit, replace(created_at, 'T', ' '));
-- end
-- only: postgres
CREATE INDEX console_pending_posts_place ON pending_posts (
    persona_id, target_subreddit, created_at, id);
CREATE INDEX console_interactions_place ON interactions (persona_id, subreddit, created_at, id);
-- end

-- tenet:down
DROP INDEX console_interactions_place;
DROP INDEX console_pending_posts_place;
