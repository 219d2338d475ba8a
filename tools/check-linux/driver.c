// SPDX-License-Identifier: GPL-2.0
/*
 * Linux's test_verifier as an observer: its table, its fixups and its test runs, without its opinion on messages. Takes
 * the file in whole, from the unpacked kernel source; nothing of it is here.
 *
 *   driver RESULTS [FROM [TO]]
 *
 * Writes a line "T number mode expected description" a test to RESULTS, mode p (privileged) or u, expected + (accepted) or
 * -, with a * if a run returns an address; shim.c adds what bpf(2) said. The last line is "E" and how many tests there are,
 * so that a run that ended early is seen.
 */
#define main test_verifier_main
#include "test_verifier.c"
#undef main

#include "shim.h"

/*
 * Nothing must keep an accepted program from its test runs: no text of the log, no count of instructions, no form of the
 * rewritten program.
 */
static void forget_texts(struct bpf_test *test)
{
	test->errstr = "";
	test->errstr_unpriv = "";
	test->insn_processed = 0;
	memset(test->expected_insns, 0, sizeof(test->expected_insns));
	memset(test->unexpected_insns, 0, sizeof(test->unexpected_insns));
	/* A program that is accepted where the test wants it rejected is run too. */
	test->result = ACCEPT;
	test->result_unpriv = ACCEPT;
}

/* An address as the result of a run: two runs never agree. */
static bool returns_address(const struct bpf_test *test)
{
	int i;

	for (i = 0; i < MAX_TEST_RUNS; i++)
		if (test->retvals[i].retval == POINTER_VALUE || test->retvals[i].retval_unpriv == POINTER_VALUE)
			return true;
	return false;
}

/* Does the test want Linux to accept the program? That is how compare sees that Linux's side of it is sane. */
static bool wants_accepted(const struct bpf_test *test, bool unpriv)
{
	return (unpriv && test->result_unpriv != UNDEF ? test->result_unpriv : test->result) != REJECT;
}

static void one(struct bpf_test *test, unsigned int nr, bool unpriv)
{
	struct bpf_test observed = *test;
	int passes = 0, errors = 0;

	shim_begin("T %u %c %c%s %s", nr, unpriv ? 'u' : 'p', wants_accepted(test, unpriv) ? '+' : '-',
		   returns_address(test) ? "*" : "", test->descr);
	forget_texts(&observed);
	if (unpriv)
		set_admin(false);
	do_test_single(&observed, unpriv, &passes, &errors);
	if (unpriv)
		set_admin(true);
}

int main(int argc, char **argv)
{
	unsigned int from = argc > 2 ? atoi(argv[2]) : 0;
	unsigned int to = argc > 3 ? atoi(argv[3]) + 1U : argc > 2 ? from + 1 : ARRAY_SIZE(tests);
	unsigned int i;

	if (argc < 2 || shim_open(argv[1]) || !is_admin())
		return 2;
	get_unpriv_disabled();
	if (unpriv_disabled) {
		fprintf(stderr, "kernel.unprivileged_bpf_disabled is not 0\n");
		return 2;
	}
	libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
	/* Not by the time of day: every run gets the same numbers. */
	srand(1);
	for (i = from; i < to && i < ARRAY_SIZE(tests); i++) {
		if (test_as_unpriv(&tests[i]))
			one(&tests[i], i, true);
		one(&tests[i], i, false);
	}
	shim_begin("E %u", (unsigned int)ARRAY_SIZE(tests));
	return shim_close();
}
