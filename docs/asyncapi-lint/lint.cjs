// Reports what @asyncapi/parser finds in a document. An error or a warning fails it.
// Usage: node lint.cjs FILE (with @asyncapi/parser on NODE_PATH; .ci/lint-asyncapi sees to that)

const { Parser, fromFile } = require('@asyncapi/parser');

const SEVERITIES = ['error', 'warning', 'information', 'hint'];
const WARNING = 1;

async function main(file) {
  const { document, diagnostics } = await fromFile(new Parser(), file).parse();
  for (const { severity, code, path, range, message } of diagnostics) {
    console.log(`${file}:${range.start.line + 1} ${SEVERITIES[severity]} ${code} ${path.join('.')}: ${message}`);
  }
  const bad = diagnostics.filter(({ severity }) => severity <= WARNING).length;
  const messages = document?.allMessages().length ?? 0;
  console.log(`${messages} messages, ${bad} errors and warnings`);
  process.exitCode = bad === 0 && messages > 0 ? 0 : 1;
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
