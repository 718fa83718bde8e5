/** The adapter cuts a script at every semicolon, also inside a function's body: this hands it to Postgres in one piece. */
export function sendScriptsWhole(connection) {
  connection.executeScript = async (script) => {
    try {
      await connection.client.query(script);
    } catch (error) {
      connection.onError(error);
    }
  };
  return connection;
}
