/** A file whose default export is no lab. */
export default { title: 'no subject' };
