-- The beliefs in the order of their edges, and of their evidence.
-- tenet:up

-- SQLite: to count all edges for each first page took 1.2 s with 100,000 beliefs and 300,000 edges,
-- so triggers keep the counts. Only the order is taken from here: what is shown is always counted.
-- (An INSERT OR REPLACE fires no trigger for the row that it removes.) PostgreSQL counts them in
-- parallel; two writers who each wait for the other's counts would cost it more.
-- only: sqlite
CREATE TABLE console_belief_ranks (
    id VARCHAR(36) NOT NULL,
    title TEXT,
    degree INTEGER NOT NULL,
    evidence INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO console_belief_ranks SELECT b.id, lower(b.title),
    (SELECT count(*) FROM belief_edges g WHERE g.source_id = b.id)
        + (SELECT count(*) FROM belief_edges g WHERE g.target_id = b.id AND g.source_id <> b.id),
    (SELECT count(*) FROM evidence_links v WHERE v.belief_id = b.id)
    FROM belief_nodes b WHERE b.id IS NOT NULL ORDER BY b.id;
CREATE INDEX console_belief_ranks_degree ON console_belief_ranks (- degree, title, id);
CREATE INDEX console_belief_ranks_evidence ON console_belief_ranks (- evidence, title, id);

CREATE TRIGGER console_rank_belief AFTER INSERT ON belief_nodes WHEN NEW.id IS NOT NULL
BEGIN
    DELETE FROM console_belief_ranks WHERE id = NEW.id;
    INSERT INTO console_belief_ranks VALUES (NEW.id, lower(NEW.title),
        (SELECT count(*) FROM belief_edges g WHERE g.source_id = NEW.id)
            + (SELECT count(*) FROM belief_edges g
                WHERE g.target_id = NEW.id AND g.source_id <> NEW.id),
        (SELECT count(*) FROM evidence_links v WHERE v.belief_id = NEW.id));
END;
CREATE TRIGGER console_rank_renamed AFTER UPDATE OF title ON belief_nodes
BEGIN
    UPDATE console_belief_ranks SET title = lower(NEW.title) WHERE id = NEW.id;
END;
CREATE TRIGGER console_rank_gone AFTER DELETE ON belief_nodes
BEGIN
    DELETE FROM console_belief_ranks WHERE id = OLD.id;
END;

-- An edge of a belief to itself counts once.
CREATE TRIGGER console_rank_edge AFTER INSERT ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree + 1 WHERE id IN (NEW.source_id, NEW.target_id);
END;
CREATE TRIGGER console_rank_edge_moved AFTER UPDATE OF source_id, target_id ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree - 1 WHERE id IN (OLD.source_id, OLD.target_id);
    UPDATE console_belief_ranks SET degree = degree + 1 WHERE id IN (NEW.source_id, NEW.target_id);
END;
CREATE TRIGGER console_rank_edge_gone AFTER DELETE ON belief_edges
BEGIN
    UPDATE console_belief_ranks SET degree = degree - 1 WHERE id IN (OLD.source_id, OLD.target_id);
END;

CREATE TRIGGER console_rank_evidence AFTER INSERT ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence + 1 WHERE id = NEW.belief_id;
END;
CREATE TRIGGER console_rank_evidence_moved AFTER UPDATE OF belief_id ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence - 1 WHERE id = OLD.belief_id;
    UPDATE console_belief_ranks SET evidence = evidence + 1 WHERE id = NEW.belief_id;
END;
CREATE TRIGGER console_rank_evidence_gone AFTER DELETE ON evidence_links
BEGIN
    UPDATE console_belief_ranks SET evidence = evidence - 1 WHERE id = OLD.belief_id;
END;
-- end

-- tenet:down
-- only: sqlite
DROP TRIGGER console_rank_evidence_gone;
DROP TRIGGER console_rank_evidence_moved;
DROP TRIGGER console_rank_evidence;
DROP TRIGGER console_rank_edge_gone;
DROP TRIGGER console_rank_edge_moved;
DROP TRIGGER console_rank_edge;
DROP TRIGGER console_rank_gone;
DROP TRIGGER console_rank_renamed;
DROP TRIGGER console_rank_belief;
DROP TABLE console_belief_ranks;
-- end
