#!/usr/bin/env bash
# The PostgreSQL driver is a file of its own: who has it not, or the wrong one, is told so, and who
# does not need it never loads it.
# shellcheck source=tests/fault/words.bash
. "$(dirname "$0")/words.bash"

url='postgresql://rosa:s3cret@/desk?host=/nowhere'

# A copy of the program, without its driver, whose output is what expect looks at.
alone() {
	mkdir -p "$1"
	cp "$tenet" "$1/tenet"
	tenet=$PWD/$1/tenet
}

without_the_driver_the_message_says_where_it_belongs() {
	alone bin
	expect 1 --database "$url" db current
	says err 'the PostgreSQL driver is not installed'
	says err "$PWD/bin/tenet-postgres.so"
	says err 'make install'
	says_not err s3cret
}

what_is_no_driver_is_not_loaded() {
	alone bin
	echo nonsense >bin/tenet-postgres.so
	expect 1 --database "$url" db current
	says err 'cannot load the PostgreSQL driver'
	says err tenet-postgres.so
}

a_driver_of_another_build_is_refused() {
	alone bin
	echo 'int nothing_of_ours;' | cc -shared -fPIC -x c -o bin/tenet-postgres.so -
	expect 1 --database "$url" db current
	says err 'belongs to another tenet'
	{
		echo 'struct { const char *version; unsigned long sizes[2]; void *engine; }'
		echo 'tenet_module = {"0.0.0", {0, 0}, 0};'
	} | cc -shared -fPIC -x c -o bin/tenet-postgres.so -
	expect 1 --database "$url" db current
	says err 'tenet (0.0.0)'
}

the_driver_is_found_beside_the_program_and_where_install_puts_it() {
	local driver
	driver=$(dirname "$tenet")/tenet-postgres.so
	alone bin
	cp "$driver" bin/
	expect 1 --database "$url" db current
	says err 'cannot connect to postgresql://rosa@/desk'
	says_not err s3cret
	mkdir -p lib/tenet
	mv bin/tenet-postgres.so lib/tenet/
	expect 1 --database "$url" db current
	says err 'cannot connect to postgresql://rosa@/desk'
}

no_variable_says_where_the_driver_is() {
	mkdir elsewhere
	cp "$(dirname "$tenet")/tenet-postgres.so" elsewhere/
	alone bin
	LD_LIBRARY_PATH=$PWD/elsewhere expect 1 --database "$url" db current
	says err 'the PostgreSQL driver is not installed'
}

a_program_for_one_file_starts_without_libpq() {
	ldd "$tenet" >libraries
	says_not libraries libpq
	says libraries libsqlite3
}

test_all without_the_driver_the_message_says_where_it_belongs what_is_no_driver_is_not_loaded \
	a_driver_of_another_build_is_refused \
	the_driver_is_found_beside_the_program_and_where_install_puts_it \
	no_variable_says_where_the_driver_is a_program_for_one_file_starts_without_libpq
