import { describeWithCriu } from './describe-with-criu.ts';

const pipes = (count: number, more = ''): string => `
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (4000, 4000))
pipes = [os.pipe() for _ in range(${count})]
${more}
ready()
wait()`;

describeWithCriu('pipe-count', [
  {
    name: 'as many pipes as there is room for, full ones among them',
    program: pipes(1024, "for _, writer in pipes[:100]: os.write(writer, b'x')"),
    finds: [],
  },
  { name: 'one pipe more', program: pipes(1025), finds: ['pipe-count.too-many'] },
]);
