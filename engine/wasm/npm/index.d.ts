/** A value of a record; what is left out or null is missing. */
export type Value = string | number | boolean | null | undefined | Value[];
export type Row = Record<string, Value>;

/** Rows of one table (`table` says which, where they do not tell themselves), or rows by the name of their table. */
export type Rows = readonly Row[] | Readonly<Record<string, readonly Row[]>>;

export type Severity = 'error' | 'warning' | 'info';
export type Outcome = 'violation' | 'undecided' | 'waived';

export interface Options {
    /** The folder of a pack, or its files: names and texts. */
    pack: string | Readonly<Record<string, string | Uint8Array>>;
    /** The table of a single list of rows. */
    table?: string;
    /** Judge the records that have not taken this step, as if they were about to; without it all, as they stand. */
    gate?: string;
    /** Who is to take it, by key or by name: they are judged, and nobody else. */
    agenda?: readonly string[];
    /** The day of that step, as 2003-12-20. */
    on?: string;
    /** The day to judge on; today where not given. */
    asOf?: string;
    /** These rules alone, and all but these; `*` stands for anything. */
    only?: string | readonly string[];
    skip?: string | readonly string[];
    /** Fields that are kept elsewhere, on paper perhaps. */
    elsewhere?: string | readonly string[];
    /** Other values for parameters. */
    set?: Readonly<Record<string, string | number>>;
    /** Language of the sentences: `en`, `zh`, what the pack has. */
    lang?: string;
    /** Keep private fields out of the findings. */
    redact?: boolean;
}

export interface Cell {
    field: string;
    value: string | null;
    column: number | null;
}

export interface Finding {
    rule: string;
    severity: Severity;
    outcome: Outcome;
    title: string;
    message: string;
    table: string | null;
    /** Of the record; null: it has none, or the finding is about several. */
    key: string | null;
    group: Record<string, string> | null;
    /** Of the rows that were given, from 0; null: it is about none of them. */
    row: number | null;
    cells: Cell[];
    /** The first day on which the rule would hold. */
    clears_on: string | null;
    gate: string | null;
    source: string | null;
    rule_at: { file: string; line: number } | null;
    /** The same for the same finding in another run. */
    fingerprint: string;
    [more: string]: unknown;
}

/** `not_judged`: not a candidate for the step, or no rule was asked of it. */
export type Verdict = 'ready' | 'blocked' | 'undecided' | 'not_judged';

/** What is said of one record. */
export interface Judged {
    table: string;
    key: string | null;
    label: string | null;
    unit: string | null;
    verdict: Verdict;
    /** Nothing but columns that are not there keeps it undecided. */
    for_want_of?: 'columns';
    /** The first day on which it could take the step, and which step that is. */
    earliest: string | null;
    earliest_step?: string;
    /** It ended on that day before it came so far. */
    closed_on?: string;
    /** Of the rows that were given, from 0. */
    row: number | null;
}

export interface RuleCounts {
    id: string;
    severity: Severity;
    pass: number;
    violation: number;
    undecided: number;
    not_applicable: number;
    waived: number;
}

export interface Result {
    /** False: something could not be read to its end, or no record was judged. */
    complete: boolean;
    verdicts: { ready: number; blocked: number; undecided: number };
    /** The verdict of every record that is asked about; with an agenda those that are on it. */
    records: Judged[];
    findings: Finding[];
    summary: { rules: RuleCounts[]; [more: string]: unknown };
    run: { as_of: string; gate: string | null; on: string | null; complete: boolean; [more: string]: unknown };
    pack: { name: string; path: string; rules: number; sha256: string };
    /** What duly says beside, a line each. */
    notes: string[];
}

/** Wrong options or a mistake in the pack; the message says what and where, in duly's own words. */
export class DulyError extends Error {
    readonly status: number;
}

/** Judges the rows by the pack. Nothing but the pack is read, and nothing is written. */
export function check(rows: Rows, options: Options): Promise<Result>;

/** The folder of a pack that comes with the package. */
export function pack(name: string): string;
