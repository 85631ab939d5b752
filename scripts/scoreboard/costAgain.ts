import type { CostRatio } from './cost.js';
import { costGoal, costGoalName } from './goals.js';

/** The page with other costs: its part about them, and their row among the goals. */
export const costAgain = (page: string, cost: { text: string; worst: CostRatio }): string =>
  page
    .replace(/## Cost\n[\s\S]*?(?=\n\n## |\n$)/, () => cost.text)
    .replace(new RegExp(`\\| ${costGoalName} \\|.*`), () => `| ${costGoal(cost.worst).join(' | ')} |`);
