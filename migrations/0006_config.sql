-- Settings of each persona.
-- tenet:up
CREATE TABLE agent_config (
    created_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    updated_at {{timestamp}} DEFAULT {{now}} NOT NULL,
    id {{id}} NOT NULL,
    persona_id {{id}} NOT NULL,
    config_key VARCHAR(255) NOT NULL,
    config_value {{json}} NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_persona_config_key UNIQUE (persona_id, config_key),
    FOREIGN KEY (persona_id) REFERENCES personas (id) ON DELETE CASCADE
);
CREATE INDEX idx_agent_config_persona ON agent_config (persona_id);
CREATE INDEX idx_agent_config_key ON agent_config (config_key);

-- tenet:down
DROP TABLE agent_config;
