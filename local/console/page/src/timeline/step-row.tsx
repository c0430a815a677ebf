import type { Step } from "../../../api.ts";
import { duration } from "../ui/format.ts";
import { placeIn, type Span } from "./span-of.ts";

interface StepRowProps {
  readonly step: Step;
  readonly span: Span;
  readonly onOpen: () => void;
}

/** One step: what, when after the first, how long, and what came of it. Opens the whole record. */
export function StepRow({ step, span, onOpen }: StepRowProps) {
  const { start, length } = placeIn(span, step);
  const after = Date.parse(step.at) - span.from;
  const figures = [
    step.status,
    after > 0 && `+${duration(after)}`,
    step.durationMs !== undefined && `took ${duration(step.durationMs)}`,
  ].filter(Boolean);
  return (
    <li className={`step ${step.outcome ?? ""}`} data-kind={step.kind}>
      <button type="button" className="step-button" onClick={onOpen}>
        <span className="part">{step.part}</span>
        <span className="title">
          {step.title}
          {step.outcome === "failed" && <span className="badge bad">failed</span>}
          {step.outcome === "running" && <span className="badge warn">under way</span>}
        </span>
        <span className="soft small-print when">{figures.join(" · ")}</span>
        <svg className="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect x={Math.min(start, 99.2)} width={Math.max(length, 0.8)} height="4" />
        </svg>
      </button>
    </li>
  );
}
