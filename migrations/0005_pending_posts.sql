-- Drafts that wait for a moderator.
-- tenet:up
CREATE TABLE pending_posts (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    content TEXT NOT NULL,
    post_type VARCHAR(50),
    target_subreddit VARCHAR(255),
    parent_id VARCHAR(255),
    draft_metadata {{json}},
    status VARCHAR(50),
    reviewed_by VARCHAR(255),
    reviewed_at {{timestamp}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_pending_posts_subreddit ON pending_posts (target_subreddit);
CREATE INDEX idx_pending_posts_created ON pending_posts (created_at);
CREATE INDEX idx_pending_posts_persona ON pending_posts (persona_id);
CREATE INDEX idx_pending_posts_status ON pending_posts (status);

-- tenet:down
DROP TABLE pending_posts;
