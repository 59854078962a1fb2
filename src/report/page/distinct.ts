/** A probe gives a result a version, and a capture one a server, all under one name; on a page each has its own. */
import type { LabReport } from '../../model/report.ts';

export function distinct(reports: LabReport[]): LabReport[] {
  const names = new Set<string>();
  return reports.map((report) => {
    const { lab, version, target } = report.result;
    const shared = reports.filter(({ result }) => result.lab === lab).length > 1;
    if (!shared) return report;
    const byVersion = version === null ? lab : `${lab} HTTP/${version}`;
    const choices = [byVersion, `${lab} ${target}`, `${byVersion} ${target}`];
    const name = choices.find((choice) => isOnly(choice, reports) && !names.has(choice));
    const own = name ?? `${lab} (${names.size + 1})`;
    names.add(own);
    return { ...report, result: { ...report.result, lab: own } };
  });

  /** Whether it tells this report from the others is seen from what the others would be called. */
  function isOnly(choice: string, all: LabReport[]): boolean {
    const same = all.filter(({ result: { lab, version, target } }) =>
      [`${lab} HTTP/${version}`, `${lab} ${target}`, `${lab} HTTP/${version} ${target}`].includes(choice),
    );
    return same.length === 1;
  }
}
