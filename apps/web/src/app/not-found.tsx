import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md px-6 pt-[20vh] text-center">
      <h1 className="text-xl font-medium">Nothing is here</h1>
      <p className="mt-1 text-ink-2">The address has a mistake, or what it named was removed.</p>
      <Link href="/" className="mt-4 inline-block underline underline-offset-2">
        To the fleet
      </Link>
    </main>
  );
}
