/* SPDX-License-Identifier: MIT */
/* SPDX-FileCopyrightText: 2026 The jledger authors */
/*
 * What a dead writer left: its intent says what was meant, git says whether it
 * was done. What was recorded is finished, what was not is taken back, and
 * git's locks and temporary files are cleared.
 */
#ifndef JL_CORE_RECOVERY_H
#define JL_CORE_RECOVERY_H

#include "core/intent.h"
#include "core/repo.h"

enum jl_outcome {
	JL_DONE,       /* what was kept is forgotten */
	JL_TAKEN_BACK, /* the files go back, and git's index follows */
	JL_NOT_STAGED, /* the same where the index was never touched */
};

/* Of the intent of a writer that holds the lock. others: gets the paths of
 * files that somebody else wrote to meanwhile; their text stays. */
int jl_settle(struct jl_repo *repo, const struct jl_intent *intent,
	enum jl_outcome outcome, struct jl_str *others, struct jl_error *err);

/* Settles what is found in .jledger; the caller holds the lock, `lock` is the
 * inode of its file. told gets a sentence for people where there was something.
 */
int jl_recover(struct jl_repo *repo, uint64_t lock, struct jl_str *told,
	struct jl_error *err);

/* Is there an intent, so that somebody should recover? */
bool jl_has_intent(const struct jl_repo *repo);

/* The intent is forgotten, durably. */
int jl_forget_intent(struct jl_repo *repo, struct jl_error *err);

#define JL_INTENT ".jledger/intent"

#endif
