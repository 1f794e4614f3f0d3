/* The commands, and the options that several of them share. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/command.h"

/* How much of an id is printed where people read it; commands take it back. */
#define SHORT_ID 8

/* clang-format off */
#define OPTION_JSON {"--json", NULL, "print JSON instead of text", NULL}
#define OPTION_LOGIN \
	{"--user", "NAME", "the account that acts (default: $USER)", NULL}, \
	{"--password-fd", "N", "read its pass phrase from file descriptor N", NULL}
#define OPTION_END {NULL, NULL, NULL, NULL}
/* clang-format on */

extern const struct command command_accounts_add, command_accounts_disable, command_accounts_enable,
	command_accounts_end, command_accounts_list, command_accounts_passwd,
	command_accounts_remove_factor, command_accounts_rename, command_accounts_reset,
	command_accounts_role, command_accounts_roles, command_accounts_sessions;
extern const struct command command_beliefs_add, command_beliefs_delete, command_beliefs_edge,
	command_beliefs_edit, command_beliefs_evidence, command_beliefs_findings,
	command_beliefs_graph, command_beliefs_link, command_beliefs_list, command_beliefs_lock,
	command_beliefs_nudge, command_beliefs_set, command_beliefs_show, command_beliefs_undo,
	command_beliefs_unlink, command_beliefs_unlock;
extern const struct command command_completion;
extern const struct command command_config_get, command_config_history, command_config_list,
	command_config_restore, command_config_set, command_config_unset;
extern const struct command command_db_adopt, command_db_backup, command_db_check, command_db_copy,
	command_db_current, command_db_doctor, command_db_downgrade, command_db_ensure_version,
	command_db_grants, command_db_history, command_db_lint, command_db_repair,
	command_db_revision, command_db_show, command_db_stamp, command_db_upgrade;
extern const struct command command_export, command_import;
extern const struct command command_help;
extern const struct command command_log;
extern const struct command command_memory_list, command_memory_search, command_memory_show,
	command_memory_similar;
extern const struct command command_personas_add, command_personas_list, command_personas_set,
	command_personas_show;
extern const struct command command_posts_approve, command_posts_list, command_posts_reject,
	command_posts_show, command_posts_undo;
extern const struct command command_seed_admin, command_seed_config, command_seed_demo;
extern const struct command command_stances_list;
extern const struct command command_stances_diff;
extern const struct command command_stats;
extern const struct command command_themes;
extern const struct command command_config_path, command_config_check;
extern const struct command command_version;
extern const struct command command_views_delete, command_views_list, command_views_rename,
	command_views_save;

#endif
