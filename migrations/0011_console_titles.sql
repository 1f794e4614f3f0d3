-- The order of titles: as SQLite has it, only letters of ASCII are one in both cases.
-- tenet:up
-- only: postgres
DROP INDEX console_belief_nodes_title;
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title COLLATE "C"), id);
-- end

-- tenet:down
-- only: postgres
DROP INDEX console_belief_nodes_title;
CREATE INDEX console_belief_nodes_title ON belief_nodes (lower(title), id);
-- end
