import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Answers findings of cdk-nag about a construct and everything in it: rule id → why it does not apply here. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
