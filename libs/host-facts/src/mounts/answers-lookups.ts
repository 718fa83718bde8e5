/** Filesystems behind which another program or host stands: a look at one may wait forever, or mount something. */
const slow = /^(fuse|nfs|cifs|smb|9p|ceph|afs|autofs|glusterfs|lustre|ocfs2|gfs2|coda|orangefs)/;

/** Whether a path of this filesystem may be looked up without waiting for anybody. */
export const answersLookups = (filesystem: string): boolean => !slow.test(filesystem);
