import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createStore } from "./data/store.ts";
import { StoreContext } from "./data/use-console.ts";
import { ProblemsProvider } from "./data/use-problems.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import "./styles/phone.css";
import "./styles/inspector.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const store = createStore();
store.start();
createRoot(root).render(
  <StrictMode>
    <StoreContext value={store}>
      <ProblemsProvider>
        <App />
      </ProblemsProvider>
    </StoreContext>
  </StrictMode>,
);
