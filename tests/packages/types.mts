// Held against engine/wasm/npm/index.d.ts by the compiler of TypeScript, and run: what the types promise is there.
import { check, pack, DulyError, type Finding, type Judged, type Options, type Result, type Row, type Verdict } from 'duly';

const rows: Row[] = [
    { 编号: 'A1', 姓名: '赵', 出生日期: '1990-01-01', 递交申请书日期: '2003-01-01', 单位: '一' },
    { 编号: 'A2', 姓名: '钱', 出生日期: '1980-01-01', 递交申请书日期: null, 单位: '一' },
];
const options: Options = { pack: pack('core'), table: 'applicant', gate: 'meeting', on: '2003-12-20', asOf: '2003-12-20', agenda: ['A1'], set: { minimum_age: 18 } };
const result: Result = await check(rows, options);
const verdicts: Verdict[] = result.records.map((record: Judged) => record.verdict);
const blamed: (Row | undefined)[] = result.findings.map((finding: Finding) => finding.row === null ? undefined : rows[finding.row]);
const told: string[] = [...result.notes, result.pack.sha256, result.run.as_of, ...result.summary.rules.map(rule => rule.id)];
if (verdicts.join() !== 'blocked' || !blamed.includes(rows[0]) || told.length < 10)
    throw new Error(`${verdicts.join()} ${blamed.length} ${told.length}`);
try {
    await check({ applicant: rows }, { pack: { 'pack.yaml': 'pack: [' } });
    throw new Error('a pack that is broken was taken');
} catch (error) {
    if (!(error instanceof DulyError) || error.status !== 2)
        throw error;
}

// @ts-expect-error the pack is missing
const withoutPack: Options = { gate: 'meeting' };
// @ts-expect-error a step is a text
const wrongGate: Options = { pack: '.', gate: 7 };
// @ts-expect-error there is no such verdict
const wrongVerdict: Verdict = 'perhaps';
void withoutPack, void wrongGate, void wrongVerdict;
