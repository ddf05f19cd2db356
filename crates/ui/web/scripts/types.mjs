// Writes src/api/schema.d.ts from the OpenAPI document: npm run types -- FILE, or from the server's binary as cargo runs it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const file = process.argv[2];
const repository = new URL('../../../..', import.meta.url).pathname;
const document = file ? readFileSync(file, 'utf8') : execFileSync('cargo', ['run', '--quiet', '--', 'openapi'], { cwd: repository, encoding: 'utf8' });
const head = '// Made from the OpenAPI document by `npm run types`: do not edit.\n\n';
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), head + astToString(await openapiTS(JSON.parse(document))));
