-- Drafts that nobody should write, and that somebody will: each must be shown as it is, and can be
-- decided. The loaders run this in the agent's database.
CREATE TEMP TABLE odd (n INTEGER PRIMARY KEY, content, metadata);

INSERT INTO odd (content, metadata) VALUES
	('not JSON', 'status: fine'),
	('cut off', '{"evaluation": {"flagged": tr'),
	('NULL', NULL),
	('empty', ''),
	('blanks', '   '),
	('null', 'null'),
	('an array', '[1, 2, {}]'),
	('a number', '42'),
	('a text', '"approved"'),
	('a number that is no text', 7.5),
	('a blob', x'00ff7b7d'),
	('nested deeply', replace(hex(zeroblob(3000)), '00', '[') || replace(hex(zeroblob(3000)), '00', ']')),
	('nested deeply in a member', '{"a": ' || replace(hex(zeroblob(50000)), '00', '[')),
	('nested deeply as objects', replace(hex(zeroblob(3000)), '00', '{"a":') || '1'
		|| replace(hex(zeroblob(3000)), '00', '}')),
	('members of other types', '{"evaluation": [1], "belief_proposals": "x", "original_reply": 3,'
		|| ' "our_original_comment": null, "reddit_id": {"a": 1}, "conversation_depth": "deep",'
		|| ' "correlation_id": [], "post_error": false}'),
	('members of members of other types', '{"evaluation": {"flagged": "yes", "flags": {"a": 1},'
		|| ' "action": 5}, "belief_proposals": {"updates": [1, null, [], {"belief_id": 7,'
		|| ' "belief_title": {}, "proposed_confidence": "high"}], "new_belief": []}}'),
	('flags that are no texts', '{"evaluation": {"flagged": true, "flags": [1, null, {}, [], "real"]}}'),
	('numbers out of range', '{"conversation_depth": 1e400, "belief_proposals": {"updates":'
		|| ' [{"belief_id": "b", "current_confidence": -7, "proposed_confidence": 99999999999999999999}]}}'),
	('a new belief of nothing', '{"belief_proposals": {"updates": null, "new_belief": {}}}'),
	('one member twice', '{"a": 1, "a": 2}'),
	('escaped NUL in a key', '{"\u0000key": "v"}'),
	('escaped NUL in a value', '{"key": "v\u0000w"}'),
	('half of a surrogate pair', '{"key": "\ud800"}'),
	('NUL after the JSON', '{"a": 1}' || char(0) || 'more'),
	('invalid UTF-8 in metadata', CAST(x'7b2261223a2022fffe227d' AS TEXT)),
	('a terminal''s commands in metadata', '{"evaluation": {"flagged": true, "flags": ["\u001b[2J\u001b]0;x\u0007"]},'
		|| ' "\u009b31m": "\u202egnp.exe"}'),
	(CAST(x'626164fffe80c328f4908080eda080' AS TEXT), '{}'),
	('before' || char(0) || 'after', '{}'),
	(char(0), '{}'),
	(x'00ff1b5b324a', '{}'),
	('', '{}'),
	(12345, '{}'),
	(1.5, '{}'),
	(char(27) || '[2J' || char(27) || ']52;c;aGVsbG8=' || char(7) || char(155) || '31m', '{}'),
	(replace(hex(zeroblob(200000)), '00', 'ten bytes!'), '{}'),
	('z' || replace(hex(zeroblob(5000)), '00', char(769)), '{}'),
	(replace(hex(zeroblob(3000)), '00', char(10)), '{}');

INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status, created_at,
		draft_metadata)
	SELECT printf('0dd%05d-0000-4000-8000-000000000000', n), (SELECT min(id) FROM personas),
		content, 'post', 'odd', 'pending', '2026-11-22 10:00:00', metadata FROM odd;

-- The other columns.
INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, parent_id, status,
		created_at, updated_at, reviewed_by, reviewed_at)
	VALUES
	('0dd01000-0000-4000-8000-000000000000', (SELECT min(id) FROM personas), 'no time', NULL, NULL,
		NULL, 'pending', 'yesterday', 'tomorrow', NULL, 'never'),
	('0dd01001-0000-4000-8000-000000000000', (SELECT min(id) FROM personas), 'bytes', x'ff00', x'1b5b',
		char(27), 'pending', '', x'', x'fe', NULL),
	('0dd01002-0000-4000-8000-000000000000', (SELECT min(id) FROM personas), 'numbers', 1, 2.5, 3,
		'pending', 20261122, 1e300, 4, 5),
	('0dd01003-0000-4000-8000-000000000000', (SELECT min(id) FROM personas), 'long names',
		replace(hex(zeroblob(5000)), '00', 'long'), replace(hex(zeroblob(5000)), '00', 'long'),
		replace(hex(zeroblob(5000)), '00', 'long'), 'pending',
		replace(hex(zeroblob(5000)), '00', 'long'), '2026-11-22 10:00:00', NULL, NULL),
	('0dd01004-0000-4000-8000-000000000000', (SELECT min(id) FROM personas), 'a far time', 'post', 'odd',
		NULL, 'pending', '9999-12-31T23:59:59.999999', '0001-01-01 00:00:00', NULL, NULL);
DROP TABLE odd;
