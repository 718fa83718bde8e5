import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('left-links', [
  {
    name: 'a link of an earlier dump under another number',
    program: `
file = open('data', 'w')
os.link('data', 'other')
os.unlink('data')
open('link_remap.9999', 'w').close()
ready()
wait()`,
    finds: ['deleted-files.link-remap', 'left-links.beside'],
  },
]);
