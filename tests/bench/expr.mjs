// Nanoseconds an evaluation of the expressions of expr.c, one record at a time, by two evaluators in JavaScript.
// `node expr.mjs EXPR.C`, in a folder where their packages are installed. What an evaluator does not know is left out: neither
// has civil dates.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const installed = createRequire(pathToFileURL(`${process.cwd()}/`))
const load = async name => import(pathToFileURL(installed.resolve(name)))
const { Environment } = await load('@marcbachmann/cel-js')
const bufbuild = await load('@bufbuild/cel')
const { timestampFromMs } = await load('@bufbuild/protobuf/wkt')

const ROWS = 1024, TRIES = 10, ROUNDS = 20

const types = {
  age: 'int', score: 'double', category: 'string', id: 'string', marks: 'list<int>', started: 'google.protobuf.Timestamp',
  ended: 'google.protobuf.Timestamp', name: 'string',
}

// The same records as in expr.c.
const records = timestamp => Array.from({ length: ROWS }, (_, row) => ({
  age: BigInt(15 + row % 20),
  score: 40 + row % 60,
  category: ['undergraduate', 'graduate', 'adult', 'faculty'][row % 4],
  id: `A${String(row).padStart(7, '0')}`,
  marks: Array.from({ length: 10 }, (_, i) => BigInt((row * 7 + i * 13) % 100)),
  started: timestamp(1000000000000 + row * 1000000),
  ended: timestamp(1002000000000 + row * 1500000),
  name: `${'ABCDE'[row % 5]} person of no renown ${row}`,
}))

const evaluators = [
  {
    name: '@marcbachmann/cel-js',
    records: records(ms => new Date(ms)),
    compile(expression) {
      const env = new Environment()
      for (const [name, type] of Object.entries(types)) env.registerVariable(name, type)
      const program = env.parse(expression)
      return program.check().valid ? program : null
    },
  },
  {
    name: '@bufbuild/cel',
    records: records(timestampFromMs),
    compile: expression => bufbuild.plan(bufbuild.celEnv(), bufbuild.parse(expression)),
  },
]

function timeOnce(program, records) {
  const start = process.hrtime.bigint()
  for (let round = 0; round < ROUNDS; round++)
    for (const record of records) program(record)
  return Number(process.hrtime.bigint() - start) / (ROUNDS * records.length)
}

function measure({ records, compile }, expression) {
  try {
    const program = compile(expression)
    if (typeof program(records[0]) !== 'boolean') return '-'
    return Math.min(...Array.from({ length: TRIES }, () => timeOnce(program, records))).toFixed(1)
  } catch {
    return '-'
  }
}

const expressions = [...readFileSync(process.argv[2], 'utf8').matchAll(/^ {4}\{ "(.*)", [0-9.]+ \},$/gm)].map(found => found[1])

console.log(['ns an evaluation'.padEnd(82), ...evaluators.map(evaluator => evaluator.name.padStart(20))].join(' '))
for (const expression of expressions)
  console.log([expression.padEnd(82), ...evaluators.map(evaluator => measure(evaluator, expression).padStart(20))].join(' '))
