import { useRef } from "react";
import { importedSchema } from "../../../api.ts";
import { getFile, postFile } from "../data/client.ts";
import { useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { MenuButton, type MenuItem } from "../ui/menu-button.tsx";
import { saveFile } from "./save-file.ts";

interface TransferMenuProps {
  /** Whose conversation is taken along; undefined when none is open. */
  readonly customerId: string | undefined;
  readonly onImported: (customerId: string) => void;
}

/** Takes a conversation along, and brings one back. */
export function TransferMenu({ customerId, onImported }: TransferMenuProps) {
  const store = useStore();
  const file = useRef<HTMLInputElement>(null);
  const { run } = useAction();

  const save = (what: string, name: string) =>
    run(async () =>
      saveFile(await getFile(`customers/${encodeURIComponent(customerId ?? "")}/${what}`), name),
    );

  async function bring(chosen: File): Promise<void> {
    const json = new Blob([await chosen.arrayBuffer()], { type: "application/json" });
    const { customer } = await postFile("import", json, importedSchema);
    store.apply({ kind: "customer", data: customer });
    onImported(customer.id);
  }

  const exports: MenuItem[] = [
    {
      label: "Export the conversation",
      icon: "download",
      onSelect: () => save("export", "conversation.json"),
    },
    {
      label: "Export it pseudonymised",
      icon: "download",
      onSelect: () => save("export?pseudonymise=true", "conversation-pseudonymised.json"),
    },
    {
      label: "Make a scenario file of it",
      icon: "download",
      onSelect: () => save("scenario", "scenario.json"),
    },
  ];
  const items: MenuItem[] = [
    ...(customerId === undefined ? [] : exports),
    { label: "Import a conversation…", icon: "upload", onSelect: () => file.current?.click() },
  ];

  return (
    <>
      <MenuButton label="Export and import" icon="download" items={() => items}>
        Export and import
      </MenuButton>
      <input
        ref={file}
        type="file"
        hidden
        accept="application/json,.json"
        aria-label="Exported conversation"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void run(() => bring(chosen));
          target.value = "";
        }}
      />
    </>
  );
}
