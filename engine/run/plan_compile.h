/* Compiles the rules of a plan: applicability, conditions, and the texts of violations. */
#ifndef DULY_RUN_PLAN_COMPILE_H
#define DULY_RUN_PLAN_COMPILE_H

#include "run/plan.h"

void plan_compile(Arena *arena, const PlanOptions *options, TablePlan *plan);

#endif
