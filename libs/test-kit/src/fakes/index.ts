export { FakeAgent, type FakeAgentOptions } from './fake-agent.ts';
export { FakeHost } from './fake-host.ts';
