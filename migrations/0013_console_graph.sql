-- Orders of the beliefs, and what hangs on one: its edges, its history, the thread of an
-- interaction. Measured on 100,000 beliefs, 300,000 edges and 1,000,000 interactions.
-- tenet:up

-- The persona stands at the end so that a list of one persona's beliefs passes over the others'
-- without reading them. What is no confidence (NULL, a text, out of range) comes behind all others,
-- whether the surest or the least sure come first: therefore two indices.
DROP INDEX console_belief_nodes_title;
-- only: sqlite
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_confidence ON belief_nodes (
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN current_confidence ELSE 2 END,
    lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_surest ON belief_nodes (
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN - current_confidence ELSE 2 END,
    lower(title), id, persona_id);
CREATE INDEX console_belief_nodes_changed ON belief_nodes (
    replace(updated_at, 'T', ' '), id, persona_id);
-- end
-- only: postgres
CREATE INDEX console_belief_nodes_title ON belief_nodes (
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_confidence ON belief_nodes ((
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN current_confidence ELSE 2 END),
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_surest ON belief_nodes ((
    CASE WHEN current_confidence BETWEEN 0 AND 1 THEN - current_confidence ELSE 2 END),
    lower(title COLLATE "C"), id, persona_id);
CREATE INDEX console_belief_nodes_changed ON belief_nodes (updated_at, id, persona_id);
-- end

-- All that a walk through the graph asks of an edge: the agent's own indices send it to the table
-- for each, which makes counting all degrees five times slower.
CREATE INDEX console_belief_edges_out ON belief_edges (source_id, target_id, relation, weight);
CREATE INDEX console_belief_edges_in ON belief_edges (target_id, source_id, relation, weight);

-- A belief of 10,000 versions has one that is live.
CREATE INDEX console_stance_versions_status ON stance_versions (belief_id, status);
-- only: sqlite
CREATE INDEX console_stance_versions_time ON stance_versions (
    belief_id, replace(created_at, 'T', ' '));
CREATE INDEX console_belief_updates_time ON belief_updates (
    belief_id, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_time ON interactions (replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_persona ON interactions (
    persona_id, replace(created_at, 'T', ' '));
CREATE INDEX console_interactions_parent ON interactions (
    parent_id, replace(created_at, 'T', ' '));
CREATE INDEX console_evidence_links_ref ON evidence_links (source_ref);
-- end
-- only: postgres
CREATE INDEX console_stance_versions_time ON stance_versions (belief_id, created_at, id);
CREATE INDEX console_belief_updates_time ON belief_updates (belief_id, created_at, id);
CREATE INDEX console_interactions_time ON interactions (created_at, id);
CREATE INDEX console_interactions_persona ON interactions (persona_id, created_at, id);
CREATE INDEX console_interactions_parent ON interactions (parent_id, created_at, id);
-- By hash: a reference may be longer than what a tree of PostgreSQL takes.
CREATE INDEX console_evidence_links_ref ON evidence_links USING hash (source_ref);
-- end

-- tenet:down
DROP INDEX console_evidence_links_ref;
DROP INDEX console_interactions_parent;
DROP INDEX console_interactions_persona;
DROP INDEX console_interactions_time;
DROP INDEX console_belief_updates_time;
DROP INDEX console_stance_versions_time;
DROP INDEX console_stance_versions_status;
DROP INDEX console_belief_edges_in;
DROP INDEX console_belief_edges_out;
DROP INDEX console_belief_nodes_changed;
DROP INDEX console_belief_nodes_surest;
DROP INDEX console_belief_nodes_confidence;
DROP INDEX console_belief_nodes_title;
-- only: sqlite
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id);
-- end
-- only: postgres
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title COLLATE "C"), id);
-- end
