import { scenarioRunSchema } from "../../../api.ts";
import { post } from "../data/client.ts";
import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { Empty } from "../ui/empty.tsx";
import { Icon } from "../ui/icon.tsx";

/** Stories that play themselves, one at a time. */
export function ScenariosPanel() {
  const store = useStore();
  const scenarios = useConsole((state) => state.scenarios);
  const current = useConsole((state) => state.scenarioRun);
  const { busy, run } = useAction();
  if (scenarios.length === 0) return <Empty title="No scenarios here" />;
  const playing = current?.state === "playing";
  const play = (name: string) =>
    run(async () => {
      const data = await post(`scenarios/${encodeURIComponent(name)}/play`, {}, scenarioRunSchema);
      store.apply({ kind: "scenario", data });
    });
  return (
    <ul className="stack">
      {scenarios.map(({ name, title, description, steps }) => (
        <li key={name} className="card stack">
          <div className="row spread">
            <h2>{title}</h2>
            <button
              type="button"
              className="button small"
              disabled={busy || playing}
              aria-label={`Play: ${title}`}
              onClick={() => play(name)}
            >
              <Icon name="play" /> Play
            </button>
          </div>
          <p>{description}</p>
          <p className="soft small-print">
            {steps} steps · <code>npm run scenario -- {name}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}
