-- What the agent said and did, and why its beliefs moved.
-- tenet:up
CREATE TABLE interactions (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    content TEXT NOT NULL,
    interaction_type VARCHAR(50) NOT NULL,
    reddit_id VARCHAR(255) NOT NULL,
    subreddit VARCHAR(255) NOT NULL,
    parent_id VARCHAR(255),
    metadata {{json}},
    embedding {{blob}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    UNIQUE (reddit_id)
);
CREATE INDEX idx_interactions_persona ON interactions (persona_id);
CREATE INDEX idx_interactions_subreddit ON interactions (subreddit);
CREATE INDEX idx_interactions_created ON interactions (created_at);
CREATE INDEX idx_interactions_reddit_id ON interactions (reddit_id);
CREATE INDEX idx_interactions_type ON interactions (interaction_type);

CREATE TABLE belief_updates (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    old_value {{json}},
    new_value {{json}},
    reason TEXT NOT NULL,
    trigger_type VARCHAR(50),
    updated_by VARCHAR(255),
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_updates_created ON belief_updates (created_at);
CREATE INDEX idx_belief_updates_belief ON belief_updates (belief_id);
CREATE INDEX idx_belief_updates_trigger ON belief_updates (trigger_type);

-- tenet:down
DROP TABLE belief_updates;
DROP TABLE interactions;
