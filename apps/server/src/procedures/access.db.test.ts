import { randomUUID } from 'node:crypto';
import { createApiToken } from '@godwit/history-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerSetupLink } from '../commands/offer-setup-link.ts';
import { hashSecret } from '../state/secrets.ts';
import {
  createTestClient,
  startTestServer,
  type TestClient,
  type TestServer,
} from '../test-support/start-test-server.ts';

let server: TestServer;
let admin: TestClient;
let viewer: TestClient;
let operator: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.clientAs('admin');
  viewer = await server.clientAs('viewer');
  operator = await server.clientAs('operator');
});
afterAll(() => server.stop());

const code = (wanted: string) => ({
  data: { godwit: { code: wanted, message: expect.any(String), remedy: expect.any(String) } },
});
const anId = randomUUID();

describe('who may do what', () => {
  it('tells nobody anything without a session or a token', async () => {
    const nobody = createTestClient(server.url, {});
    await expect(nobody.hosts.list.query()).rejects.toMatchObject(code('not-signed-in'));
    const wrong = createTestClient(server.url, { authorization: 'Bearer gdw_wrong' });
    await expect(wrong.session.me.query()).rejects.toMatchObject(code('not-signed-in'));
  });

  it('lets viewers look and nothing else', async () => {
    expect(await viewer.hosts.list.query()).toEqual(expect.any(Array));
    await expect(viewer.preflights.start.mutate({ workloadId: anId, purpose: 'here' })).rejects.toMatchObject(
      code('role-missing'),
    );
    await expect(
      viewer.runs.start.mutate({ kind: 'dump', workloadId: anId, leaveRunning: true }),
    ).rejects.toMatchObject(code('role-missing'));
    await expect(viewer.runs.cancel.mutate({ runId: anId })).rejects.toMatchObject(code('role-missing'));
    await expect(viewer.checkpoints.remove.mutate({ checkpointId: anId })).rejects.toMatchObject(code('role-missing'));
  });

  it('keeps the keys of the house with administrators', async () => {
    const attempts = [
      () => operator.hosts.createEnrolment.mutate({}),
      () => operator.hosts.revoke.mutate({ hostId: anId, confirmName: 'x' }),
      () => operator.runs.decide.mutate({ runId: anId, choice: 'wait', confirmName: 'x' }),
      () => operator.tokens.list.query(),
      () => operator.tokens.create.mutate({ name: 'x', role: 'admin', expiresInDays: 1 }),
      () => operator.audit.list.query({}),
      () => operator.team.list.query(),
      () => operator.team.invite.mutate({ email: 'a@example.com', role: 'admin' }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(code('role-missing'));
  });
});

describe('tokens', () => {
  it('are shown once, work with their role, and end when they are revoked', async () => {
    const { id, token } = await admin.tokens.create.mutate({ name: 'ci', role: 'viewer', expiresInDays: 1 });
    const client = createTestClient(server.url, { authorization: `Bearer ${token}` });
    expect((await client.session.me.query()).user).toMatchObject({ role: 'viewer', via: 'token', name: 'ci' });
    expect(JSON.stringify(await admin.tokens.list.query())).not.toContain(token);
    await admin.tokens.revoke.mutate({ id });
    await expect(client.session.me.query()).rejects.toMatchObject(code('not-signed-in'));
    await expect(admin.tokens.revoke.mutate({ id })).rejects.toMatchObject(code('not-found'));
  });

  it('end by themselves', async () => {
    const token = 'gdw_this-one-has-expired-long-ago';
    const expiresAt = new Date(Date.now() - 1000);
    await createApiToken(server.store.database, {
      id: randomUUID(),
      name: 'old',
      tokenHash: hashSecret(token),
      role: 'admin',
      createdBy: 'test',
      expiresAt,
    });
    const client = createTestClient(server.url, { authorization: `Bearer ${token}` });
    await expect(client.session.me.query()).rejects.toMatchObject(code('not-signed-in'));
  });
});

describe('accounts', () => {
  const signIn = (email: string, password: string, origin = server.url) =>
    fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ email, password }),
    });
  const cookieOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');

  it('begin with one set-up link that works once', async () => {
    expect(await admin.setup.state.query()).toEqual({ needsFirstAdmin: true });
    const link = await offerSetupLink(server.store, server.url, new Date());
    const secret = new URL(link ?? '').searchParams.get('secret') ?? '';
    const person = { email: 'ada@example.com', password: 'correct horse', name: 'Ada' };
    const nobody = createTestClient(server.url, {});
    await expect(nobody.setup.createFirstAdmin.mutate({ ...person, secret: 'x'.repeat(43) })).rejects.toMatchObject(
      code('token-invalid'),
    );
    await nobody.setup.createFirstAdmin.mutate({ ...person, secret });
    await expect(nobody.setup.createFirstAdmin.mutate({ ...person, secret })).rejects.toMatchObject(
      code('token-invalid'),
    );
    expect(await offerSetupLink(server.store, server.url, new Date())).toBeNull();
    const response = await signIn(person.email, person.password);
    expect(response.status).toBe(200);
    const cookie = cookieOf(response);
    const ada = createTestClient(server.url, { cookie, origin: server.url });
    expect((await ada.session.me.query()).user).toMatchObject({ email: person.email, role: 'admin', via: 'session' });
    const foreign = createTestClient(server.url, { cookie, origin: 'https://evil.example.com' });
    await expect(foreign.session.me.query()).rejects.toMatchObject(code('not-signed-in'));
    expect((await signIn(person.email, person.password, 'https://evil.example.com')).status).toBe(403);
  });

  it('cannot be made by anybody who comes along', async () => {
    const response = await fetch(`${server.url}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: 'eve@example.com', password: 'correct horse', name: 'Eve', role: 'admin' }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it('come by invitation, and the last administrator stays one', async () => {
    const { link } = await admin.team.invite.mutate({ email: 'bob@example.com', role: 'operator' });
    const secret = new URL(link).searchParams.get('secret') ?? '';
    const nobody = createTestClient(server.url, {});
    expect(await nobody.setup.invitation.query({ secret })).toMatchObject({
      email: 'bob@example.com',
      role: 'operator',
    });
    await nobody.setup.acceptInvitation.mutate({ secret, name: 'Bob', password: 'correct horse' });
    await expect(
      nobody.setup.acceptInvitation.mutate({ secret, name: 'Bob', password: 'correct horse' }),
    ).rejects.toMatchObject(code('token-invalid'));
    const { members, invitations } = await admin.team.list.query();
    expect(members.map(({ email, role }) => `${email} ${role}`)).toEqual([
      'ada@example.com admin',
      'bob@example.com operator',
    ]);
    expect(invitations).toEqual([]);
    const ada = members[0]?.id ?? '';
    await expect(admin.team.setRole.mutate({ userId: ada, role: 'viewer' })).rejects.toMatchObject(
      code('input-invalid'),
    );
  });

  it('are guarded against guessing', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await signIn('ada@example.com', 'wrong')).status);
    expect(statuses).toContain(429);
  });
});
