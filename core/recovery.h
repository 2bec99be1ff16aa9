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

/* Of the intent of a writer that holds the lock: forgets what was kept, or puts
 * all back; git's index follows. overtaken: gets a line for each file that
 * somebody wrote to meanwhile. */
int jl_settle(struct jl_repo *repo, const struct jl_intent *intent,
	bool is_done, struct jl_str *overtaken, struct jl_error *err);

/* Settles what is found in .jledger; the caller holds the lock, whose file is
 * `lock`. told gets a sentence for people where there was something. */
int jl_recover(struct jl_repo *repo, const struct jl_work_id *lock,
	struct jl_str *told, struct jl_error *err);

/* Is there an intent, so that somebody should recover? */
bool jl_has_intent(const struct jl_repo *repo);

/* The intent is forgotten, durably. */
int jl_forget_intent(struct jl_repo *repo, struct jl_error *err);

#define JL_INTENT ".jledger/intent"

#endif
