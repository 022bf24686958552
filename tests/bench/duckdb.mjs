// What the rules of shapes.sh ask, as queries: `node duckdb.mjs FILE OUT`. Writes how many violate each rule to OUT, and prints seconds,
// those of the processor, and the peak of memory in bytes. One thread; to start Node and to load the database is not counted.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api')
const [file, out] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
const connection = await instance.connect()
const before = process.cpuUsage(), began = process.hrtime.bigint()

await connection.run(`create table person as select * from read_csv('${file.replaceAll("'", "''")}', header = true)`)
const queries = {
    hours: 'select count(*) from person where hours < 24',
    many: `select count(*) from (select 1 from person where unit is not null and met_on is not null
        group by unit, date_trunc('month', met_on) having count(*) > 10)`,
    once: 'select count(*) from (select 1 from person where id is not null group by id having count(*) > 1)',
    score: 'select count(*) from person where score < 60',
}
let found = ''
for (const [rule, query] of Object.entries(queries)) {
    const [[count]] = (await connection.runAndReadAll(query)).getRows()
    found += `${rule} ${count}\n`
}
const cpu = process.cpuUsage(before)
writeFileSync(out, found)
console.log(Number(process.hrtime.bigint() - began) / 1e9, (cpu.user + cpu.system) / 1e6, process.resourceUsage().maxRSS * 1024)
