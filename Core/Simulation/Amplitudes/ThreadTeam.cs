using System.Runtime.ExceptionServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Threads that go through passes together: the caller's own, and others of the pool that stay for the next pass for some microseconds. Each has its share of a pass
/// and takes what others haven't begun when it is through, so that nobody waits for a thread that the machine doesn't run.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private const int ChunksEach = 4;

    /// <summary>Turns that a thread waits for the next pass, and how long each is in the runtime's unit of about 40 ns.</summary>
    private const int Patience = 250;
    private const int Turn = 4;

    private readonly Helper[] helpers;
    private Pass? current;

    public ThreadTeam(int threads)
    {
        helpers = new Helper[threads - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Helper(this, i + 1);
        }
    }

    /// <summary>How many threads work at most.</summary>
    public int Threads => helpers.Length + 1;

    /// <summary>Runs <paramref name="run"/>(from, to) over parts of a count on as many threads as come.</summary>
    public static void Run(int threads, long count, Action<long, long> run)
    {
        if (threads == 1)
        {
            run(0, count);
            return;
        }

        using var team = new ThreadTeam(threads);
        team.Run(count, (_, from, to) => run(from, to));
    }

    /// <summary>Runs <paramref name="run"/>(thread, from, to) over parts of a count, and returns when all are done.</summary>
    public void Run(long count, Action<int, long, long> run)
    {
        var pass = new Pass(run, count, (int)Math.Min(count, (long)Threads * ChunksEach), Threads);
        Volatile.Write(ref current, pass);
        foreach (var helper in helpers)
        {
            helper.Call();
        }

        pass.Join(0);
        pass.Wait();
    }

    /// <summary>Runs <paramref name="run"/>(part, parts) for several parts a thread.</summary>
    public void RunParts(Action<int, int> run)
    {
        var parts = Threads * ChunksEach;
        Run(parts, (_, from, to) =>
        {
            for (var part = from; part < to; part++)
            {
                run((int)part, parts);
            }
        });
    }

    public void Dispose() => Volatile.Write(ref current, null);

    /// <summary>One pass: for each thread the chunks of its share that nobody has taken, first and end in one number.</summary>
    private sealed class Pass
    {
        private const int Stride = 16;

        private readonly Action<int, long, long> run;
        private readonly long count;
        private readonly int chunks;
        private readonly long[] shares;
        private int finished;
        private ExceptionDispatchInfo? fault;

        public Pass(Action<int, long, long> run, long count, int chunks, int threads)
        {
            this.run = run;
            this.count = count;
            this.chunks = chunks;
            shares = new long[(threads + 1) * Stride];
            for (var thread = 0; thread < threads; thread++)
            {
                shares[(thread + 1) * Stride] = ((long)chunks * thread / threads) | (((long)chunks * (thread + 1) / threads) << 32);
            }
        }

        public void Join(int thread)
        {
            var threads = (shares.Length / Stride) - 1;
            var done = 0;
            for (var offset = 0; offset < threads; offset++)
            {
                ref var share = ref shares[(((thread + offset) % threads) + 1) * Stride];
                while (Take(ref share, offset == 0) is var chunk and >= 0)
                {
                    try
                    {
                        run(thread, count * chunk / chunks, count * (chunk + 1) / chunks);
                    }
                    catch (Exception thrown)
                    {
                        fault = ExceptionDispatchInfo.Capture(thrown);
                    }

                    done++;
                }
            }

            if (done > 0)
            {
                Interlocked.Add(ref finished, done);
            }
        }

        public void Wait()
        {
            var wait = default(SpinWait);
            while (Volatile.Read(ref finished) < chunks)
            {
                wait.SpinOnce(-1);
            }

            fault?.Throw();
        }

        /// <summary>A chunk of a share, the first for its owner and the last for others; −1 where none is left.</summary>
        private static int Take(ref long share, bool own)
        {
            while (true)
            {
                var seen = Volatile.Read(ref share);
                var first = (int)seen;
                var end = (int)(seen >> 32);
                if (first >= end)
                {
                    return -1;
                }

                var (left, chunk) = own ? (seen + 1, first) : (seen - (1L << 32), end - 1);
                if (Interlocked.CompareExchange(ref share, left, seen) == seen)
                {
                    return chunk;
                }
            }
        }
    }

    /// <summary>A thread of the pool while it works for the team.</summary>
    private sealed class Helper(ThreadTeam team, int thread) : IThreadPoolWorkItem
    {
        private int here;

        /// <summary>Asks the pool for the thread unless it is here.</summary>
        public void Call()
        {
            if (Volatile.Read(ref here) == 0)
            {
                Volatile.Write(ref here, 1);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        public void Execute()
        {
            Pass? last = null;
            var turns = 0;
            while (Volatile.Read(ref team.current) is { } pass)
            {
                if (pass != last)
                {
                    pass.Join(thread);
                    last = pass;
                    turns = 0;
                }
                else if (++turns > Patience)
                {
                    break;
                }
                else
                {
                    Thread.SpinWait(Turn);
                }
            }

            Volatile.Write(ref here, 0);
        }
    }
}
