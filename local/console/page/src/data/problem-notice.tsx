import { useProblem, useReporter } from "./use-problems.tsx";

/** What went wrong last, until it is put away or something else goes well. */
export function ProblemNotice() {
  const problem = useProblem();
  const { dismiss } = useReporter();
  return (
    <div role="alert">
      {problem !== undefined && (
        <p className="notice bad">
          {problem}
          <button type="button" className="button small" onClick={dismiss}>
            Put away
          </button>
        </p>
      )}
    </div>
  );
}
