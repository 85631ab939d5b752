import type { Command } from 'commander';
import pc from 'picocolors';
import { examine, examined, type Finding } from '../doctor/examine.js';
import { smallStepSize } from '../doctor/smallStep.js';

/** Adds the command `doctor`. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('which backends work here, how fast, why the others do not, and what to do')
    .option('--json', 'machine-readable')
    .addHelpText('after', '\nExamples:\n  fastface-train doctor\n  fastface-train doctor --json')
    .action(doctorCommand);
}

export async function doctorCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const findings: Finding[] = [];
  if (!json) console.log(`Node ${process.versions.node}, ${process.platform}-${process.arch}`);
  for (const backend of examined) {
    if (!json && process.stderr.isTTY) process.stderr.write(`trying ${backend} …\r`);
    const finding = await examine(backend);
    findings.push(finding);
    if (!json) console.log(describe(finding));
  }
  const best = fastest(findings);
  if (json) {
    const { node } = process.versions;
    console.log(
      JSON.stringify({ node, platform: process.platform, arch: process.arch, findings, best }, null, 2),
    );
  } else {
    const { images, side } = smallStepSize;
    console.log(`\n(an update of iresnet-tiny on ${images} images of ${side}×${side}, the loss read back)`);
    console.log(best === null ? 'no backend works here' : `next: fastface-train train --backend ${best}`);
  }
  if (best === null) process.exitCode = 1;
}

function describe(finding: Finding): string {
  const name = finding.backend.padEnd(11);
  if (finding.works) {
    const speed = `${finding.milliseconds.toFixed(finding.milliseconds < 100 ? 1 : 0)} ms a step`;
    return `${pc.green('works')}  ${name} ${speed.padEnd(18)} ${finding.device}`;
  }
  const [first, ...more] = finding.problem.split('\n');
  return [
    `${pc.red('no')}     ${name} ${first!.replace(/^backend \w+: /, '')}`,
    ...more.map((line) => `       ${line}`),
  ].join('\n');
}

const fastest = (findings: readonly Finding[]): string | null =>
  findings
    .filter((finding) => finding.works)
    .reduce<(Finding & { works: true }) | null>(
      (best, one) => (best === null || one.milliseconds < best.milliseconds ? one : best),
      null,
    )?.backend ?? null;
