#!/usr/bin/env node
/* The program: the same arguments, the same bytes, the same exit status. */
import { runProgram } from '../host.mjs';

process.exitCode = await runProgram(process.argv.slice(2));
