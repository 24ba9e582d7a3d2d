// Asks the reference implementation of JSONata what the expressions of ../resources/cases/jsonata-2.0.6
// give, and writes its answers into those files. To add a case, add {"e": "…"} to a group and run
//
//   npm install --prefix FOLDER jsonata@2.0.6 && node record.mjs FOLDER
//
// AWS developer guide, "Transforming data with JSONata in Step Functions": Step Functions implements
// version 2.0.6, without $eval.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const jsonata = createRequire(path.resolve(process.argv[2], 'x.js'))('jsonata');
const cases = path.join(import.meta.dirname, '../resources/cases/jsonata-2.0.6');
const input = JSON.parse(fs.readFileSync(path.join(cases, 'data.json'), 'utf8'));

function hasFunction(value) {
  if (typeof value === 'function') return true;
  if (!value || typeof value !== 'object') return false;
  return value._jsonata_lambda || value._jsonata_function || Object.values(value).some(hasFunction);
}

// As AWS writes numbers that are not finite.
function plain(value) {
  if (typeof value === 'number' && !isFinite(value)) return String(value);
  if (Array.isArray(value)) return Array.from(value, plain);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

async function answer(expression) {
  let compiled;
  try {
    compiled = jsonata(expression);
  } catch (e) {
    return { refused: e.message };
  }
  try {
    const value = await compiled.evaluate(undefined, { states: { input: structuredClone(input) }, eval: undefined });
    if (value === undefined) return { fails: 'returned nothing (undefined).' };
    if (hasFunction(value)) return { fails: 'returned an unsupported result type.' };
    return { gives: plain(value) };
  } catch (e) {
    return { fails: e.code ? `threw an error during evaluation. ${e.code}: ${e.message}` : 'stumbles' };
  }
}

const ascii = text => text.replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
for (const file of fs.readdirSync(cases).filter(name => name !== 'data.json')) {
  const group = JSON.parse(fs.readFileSync(path.join(cases, file), 'utf8'));
  for (const each of group) each.reference = await answer(each.e);
  fs.writeFileSync(path.join(cases, file), '[\n' + group.map(each => ascii(JSON.stringify(each))).join(',\n') + '\n]\n');
}
