/** Version of the service, the program's own (package.json; a test compares them). */
export const version = '0.1.0';
