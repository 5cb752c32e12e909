// peers.mjs ENGINE RULES PROFILES SECONDS MODE MODULES: a rule engine in JavaScript, timed on the same rules.
// ENGINE is publicodes or json-logic-js, MODE full or open, MODULES the folder both are installed in.
// Each is used as its own documentation does, its rules built once before the clock starts. The last line is JSON.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [engine, rulesFile, profilesFile, seconds, mode, modules] = process.argv.slice(2)
const rules = JSON.parse(readFileSync(rulesFile, 'utf8'))
const people = readFileSync(profilesFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const require = createRequire(join(resolve(modules), 'package.json'))

const whole = ([word, ...rest]) => {
  if (word === 'in') return ['in', ...rest]
  return word === 'fact' ? whole(rules.facts[rest[0]]) : [word, ...rest.map(whole)]
}

async function jsonLogic() {
  const logic = require('json-logic-js')
  const said = ([word, ...rest]) => {
    if (word === 'in') return { in: [{ var: rest[0] }, rest[1]] }
    return word === 'not' ? { '!': [said(rest[0])] } : { [word]: rest.map(said) }
  }
  const routes = rules.routes.map((route) => ({
    if: [said(whole(route.ouverte)), '2', said(whole(route.sous_condition)), '1', '0'],
  }))
  return { read: (person) => person, full: (person) => routes.map((route) => logic.apply(route, person)).join('') }
}

// Names of rules are French words there: no underscore, and no word that begins with a digit.
const spoken = (name) => name.replaceAll('_', ' ').replace(/(^| )(\d)/g, '$1n$2')

async function publicodes() {
  const file = createRequire(join(resolve(modules), 'package.json')).resolve('publicodes')
  const { default: Engine } = await import(pathToFileURL(file.replace(/index\.cjs$/, 'index.js')))
  const source = {}
  const asked = new Map()
  for (const { id, options } of rules.questions) {
    asked.set(spoken(id), id)
    source[spoken(id)] = { question: id, 'une possibilité': options.map((option) => `'${option}'`) }
  }
  const said = ([word, ...rest]) => {
    if (word === 'fact') return `fait ${spoken(rest[0])}`
    if (word === 'not') return { '=': [said(rest[0]), 'non'] }
    if (word !== 'in') return { [word === 'and' ? 'toutes ces conditions' : 'une de ces conditions']: rest.map(said) }
    const tests = rest[1].map((option) => `${spoken(rest[0])} = '${option}'`)
    return tests.length === 1 ? tests[0] : { 'une de ces conditions': tests }
  }
  for (const [name, formula] of Object.entries(rules.facts)) source[`fait ${spoken(name)}`] = { valeur: said(formula) }
  const routes = rules.routes.map(({ id, ouverte, sous_condition }) => {
    const name = `voie ${spoken(id)}`
    source[name] = { variations: [
      { si: said(ouverte), alors: 2 }, { si: said(sous_condition), alors: 1 }, { sinon: 0 },
    ] }
    return name
  })
  const quiet = { log() {}, warn() {}, error(message) { throw new Error(message) } }
  const known = new Engine(source, { logger: quiet, strict: { situation: false } })
  const missing = (name) => Object.keys(known.evaluate(name).missingVariables)
  return {
    read: (person) => Object.fromEntries(Object.entries(person).map(([id, value]) => [spoken(id), `'${value}'`])),
    full: (person) => {
      known.setSituation(person)
      return routes.map((name) => known.evaluate(name).nodeValue).join('')
    },
    open: (person) => {
      known.setSituation(person)
      return new Set(routes.flatMap(missing).map((name) => asked.get(name) ?? name))
    },
  }
}

const built = await { 'json-logic-js': jsonLogic, publicodes }[engine]()
const read = people.map(built.read)
const judge = built[mode]
const first = read.slice(0, mode === 'open' ? 200 : 500).map(judge)
const lines = mode === 'open' ? first.map((set) => [...set].sort().join(',')) : first
const found = { digest: createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16) }
if (mode === 'open') found.mean_open = first.reduce((sum, set) => sum + set.size, 0) / first.length

const limit = Number(seconds) * 1000
const cpu = process.cpuUsage()
const started = performance.now()
let [judged, place, slice, now] = [0, 0, 1, started]
while (now - started < limit) {
  const some = read.slice(place, place + slice)
  for (const person of some) judge(person)
  judged += some.length
  place = (place + slice) % read.length
  const before = now
  now = performance.now()
  if (now - before < 10 && slice < read.length) slice = Math.min(read.length, slice * 2)
}
const { user, system } = process.cpuUsage(cpu)
console.log(JSON.stringify({ ...found, evals: judged, seconds: (now - started) / 1000, cpu: (user + system) / 1e6 }))
