import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** Postgres's catalog type "char" (oid 18) and its array (1002); sent as varchar and its array, which the adapter knows. */
const characterTypes = new Map([
  [18, { sentAs: 1043, column: ColumnTypeEnum.Character }],
  [1002, { sentAs: 1015, column: ColumnTypeEnum.CharacterArray }],
]);

let lastTypes = [];

/** Prisma's pg adapter does not know the type "char" of the catalogs: called once, this lets it read such columns. */
export function teachCatalogCharacters() {
  const addFields = pg.Result.prototype.addFields;
  pg.Result.prototype.addFields = function addKnownFields(fields) {
    lastTypes = fields.map((field) => field.dataTypeID);
    for (const field of fields) field.dataTypeID = characterTypes.get(field.dataTypeID)?.sentAs ?? field.dataTypeID;
    return addFields.call(this, fields);
  };
}

/** Marks those columns as characters again: given text, the engine panics. */
export function markCatalogCharacters(connection) {
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const [index, type] of lastTypes.entries()) {
      const known = characterTypes.get(type);
      if (known && result.columnTypes?.[index] !== undefined) result.columnTypes[index] = known.column;
    }
    return result;
  };
  const startTransaction = connection.startTransaction?.bind(connection);
  if (startTransaction)
    connection.startTransaction = async (...given) => markCatalogCharacters(await startTransaction(...given));
  return connection;
}
