import { Icon } from "../ui/icon.tsx";
import { useConsole } from "./use-console.ts";

/** Says that what is shown may be out of date. */
export function ConnectionNotice() {
  const connection = useConsole((state) => state.connection);
  return (
    <div role="status" aria-label="Connection">
      {connection === "lost" && (
        <p className="notice bad">
          <Icon name="warning" />
          The connection to the console's server is lost. What is shown may be out of date. Connecting again…
        </p>
      )}
    </div>
  );
}
