-- What a persona believes, and how its beliefs hang together.
-- tenet:up
CREATE TABLE belief_nodes (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    title VARCHAR(500) NOT NULL,
    summary TEXT NOT NULL,
    current_confidence {{real}},
    tags {{json}},
    PRIMARY KEY (id),
    CONSTRAINT ck_belief_confidence_range CHECK (current_confidence IS NULL OR (current_confidence >= 0 AND current_confidence <= 1)),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_nodes_persona ON belief_nodes (persona_id);
CREATE INDEX idx_belief_nodes_confidence ON belief_nodes (current_confidence);

CREATE TABLE belief_edges (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    source_id {{id}} NOT NULL,
    target_id {{id}} NOT NULL,
    relation VARCHAR(50) NOT NULL,
    weight {{real}},
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (source_id) REFERENCES belief_nodes (id) ON DELETE CASCADE,
    FOREIGN KEY (target_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_belief_edges_relation ON belief_edges (relation);
CREATE INDEX idx_belief_edges_target ON belief_edges (target_id);
CREATE INDEX idx_belief_edges_persona ON belief_edges (persona_id);
CREATE INDEX idx_belief_edges_source ON belief_edges (source_id);

-- tenet:down
DROP TABLE belief_edges;
DROP TABLE belief_nodes;
