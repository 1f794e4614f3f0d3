-- How each belief was worded over time, and on what it rests.
-- tenet:up
CREATE TABLE stance_versions (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    text TEXT NOT NULL,
    confidence {{real}},
    status VARCHAR(50),
    rationale TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_stance_confidence_range CHECK (confidence IS NULL OR (confidence >= 0 AND confidence <= 1)),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_stance_versions_belief ON stance_versions (belief_id);
CREATE INDEX idx_stance_versions_status ON stance_versions (status);
CREATE INDEX idx_stance_versions_created ON stance_versions (created_at);

CREATE TABLE evidence_links (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    belief_id {{id}} NOT NULL,
    source_type VARCHAR(50) NOT NULL,
    source_ref TEXT NOT NULL,
    strength VARCHAR(20),
    PRIMARY KEY (id),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE,
    FOREIGN KEY (belief_id) REFERENCES belief_nodes (id) ON DELETE CASCADE
);
CREATE INDEX idx_evidence_links_source_type ON evidence_links (source_type);
CREATE INDEX idx_evidence_links_belief ON evidence_links (belief_id);

-- tenet:down
DROP TABLE evidence_links;
DROP TABLE stance_versions;
