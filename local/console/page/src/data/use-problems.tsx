import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

interface Reporter {
  report(error: unknown): void;
  dismiss(): void;
}

const ProblemContext = createContext<string | undefined>(undefined);
/** Apart from the problem, so that whoever only reports is not drawn again with each problem. */
const ReporterContext = createContext<Reporter>({ report: console.error, dismiss() {} });

export function ProblemsProvider({ children }: { readonly children: ReactNode }) {
  const [problem, setProblem] = useState<string>();
  const reporter = useMemo(
    () => ({
      report: (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      dismiss: () => setProblem(undefined),
    }),
    [],
  );
  return (
    <ReporterContext value={reporter}>
      <ProblemContext value={problem}>{children}</ProblemContext>
    </ReporterContext>
  );
}

/** What went wrong last; undefined when nothing did, or it has been put away. */
export function useProblem(): string | undefined {
  return useContext(ProblemContext);
}

export function useReporter(): Reporter {
  return useContext(ReporterContext);
}

/** Does what a click asked for, and shows what goes wrong. */
export function useAction(): {
  readonly busy: boolean;
  readonly run: (action: () => Promise<unknown>) => Promise<void>;
} {
  const { report, dismiss } = useReporter();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (action: () => Promise<unknown>) => {
      setBusy(true);
      try {
        await action();
        dismiss();
      } catch (error) {
        report(error);
      } finally {
        setBusy(false);
      }
    },
    [report, dismiss],
  );
  return { busy, run };
}
