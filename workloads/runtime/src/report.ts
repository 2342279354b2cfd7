import { z } from 'zod';

const pascalCase = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'must be one word in PascalCase');

const conditionSchema = z.object({
  type: pascalCase.describe('What is judged, such as ExchangeConnected.'),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: pascalCase.describe('Constant word for programs, such as ExchangeUnreachable.'),
  message: z.string().describe('Sentence for people: what is the case and what to do about it.'),
  since: z.iso.datetime().describe('When the status last changed.'),
});

/** Body of `GET /report`: how a stage of the pipeline judges itself. */
export const stageReportSchema = z.object({
  stage: z.string().min(1).describe('Name of the stage, such as collector.'),
  conditions: z.array(conditionSchema).describe('One for each type.'),
  gauges: z
    .record(z.string(), z.number())
    .describe('Figures with the unit in the name; unknown ones are left out.'),
});

export type StageReport = Readonly<z.infer<typeof stageReportSchema>>;
export type StageCondition = Readonly<z.infer<typeof conditionSchema>>;
/** A condition as its stage judges it now; since when it holds follows from the one before. */
export type Judgement = Omit<StageCondition, 'since'>;

/** The conditions with this judgement in place of the one of its type; `since` moves only with the status. */
export function withJudgement(
  conditions: readonly StageCondition[],
  judgement: Judgement,
  now: Date,
): StageCondition[] {
  const before = conditions.find(({ type }) => type === judgement.type);
  const since = before?.status === judgement.status ? before.since : now.toISOString();
  const settled = { ...judgement, since };
  if (before === undefined) return [...conditions, settled];
  return conditions.map((condition) => (condition === before ? settled : condition));
}
