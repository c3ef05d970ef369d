using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

using Microsoft.Win32.SafeHandles;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>
/// Answers in <c>answers.jsonl</c> of a folder, synced before they are given; answers that come while one sync runs share the next.
/// <c>executions.log</c> beside it gets one line for each execution when it is first answered.
/// </summary>
public sealed class AnswerStore : IAnswerStore
{
    private const long CompactionLimit = 64L * 1024 * 1024;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly ConcurrentDictionary<string, (long Offset, int Length, string Peer, DateTimeOffset At)> _index = new();
    private readonly BlockingCollection<Write> _queue = [];
    private readonly ReaderWriterLockSlim _fileGate = new();
    private readonly FileStream _lock;
    private readonly FileStream _log;
    private readonly Thread _writer;
    private SafeFileHandle _file;
    private long _length;
    private long _live;

    private AnswerStore(string folder, TimeProvider time)
    {
        _time = time;
        _path = Path.Combine(folder, "answers.jsonl");
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _log = new FileStream(Path.Combine(folder, "executions.log"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file = Rewrite(ReadAll(), null);
        _writer = new Thread(WriteLoop) { IsBackground = true, Name = "answer store" };
        _writer.Start();
    }

    /// <summary>How long an answer is kept at most.</summary>
    public static TimeSpan Life => TimeSpan.FromHours(24);

    /// <summary>How many answers are kept.</summary>
    public int Count => _index.Count;

    /// <summary>Opens the store in a folder, made if need be; a torn last line is dropped.</summary>
    /// <exception cref="IOException">The folder can't be written, or another node uses it.</exception>
    public static AnswerStore Open(string folder, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new AnswerStore(folder, time);
    }

    /// <inheritdoc />
    public KeptAnswer? Find(string executionId)
    {
        if (!_index.ContainsKey(executionId))
        {
            return null;
        }

        _fileGate.EnterReadLock();
        try
        {
            if (!_index.TryGetValue(executionId, out (long Offset, int Length, string Peer, DateTimeOffset At) at) || _time.GetUtcNow() - at.At >= Life)
            {
                return null;
            }

            byte[] line = new byte[at.Length];
            int read = 0;
            while (read < line.Length && RandomAccess.Read(_file, line.AsSpan(read), at.Offset + read) is int more and > 0)
            {
                read += more;
            }

            return AnswerRecord.Read(line.AsMemory(0, read)).Kept;
        }
        finally
        {
            _fileGate.ExitReadLock();
        }
    }

    /// <inheritdoc />
    public Task KeepAsync(KeptAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return EnqueueAsync(new Write(AnswerRecord.Write(answer), answer, []));
    }

    /// <inheritdoc />
    public async Task<int> ForgetAsync(string peer, IReadOnlyList<string> executionIds)
    {
        ArgumentNullException.ThrowIfNull(executionIds);
        string[] known = [.. executionIds.Distinct().Where(id => _index.TryGetValue(id, out (long, int, string Peer, DateTimeOffset) at) && at.Peer == peer)];
        if (known.Length > 0)
        {
            await EnqueueAsync(new Write(AnswerRecord.WriteForgotten(known), null, known)).ConfigureAwait(false);
        }

        return known.Length;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        _writer.Join();
        _file.Dispose();
        _log.Dispose();
        _lock.Dispose();
        _fileGate.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task EnqueueAsync(Write write)
    {
        try
        {
            _queue.Add(write);
        }
        catch (InvalidOperationException)
        {
            write.Done.SetException(new IOException("the answer store is closed"));
        }

        return write.Done.Task;
    }

    private void WriteLoop()
    {
        List<Write> batch = [];
        foreach (Write first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < 256 && _queue.TryTake(out Write? next))
            {
                batch.Add(next);
            }

            try
            {
                Commit(batch);
                batch.ForEach(w => w.Done.SetResult());
                CompactIfLarge();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                batch.ForEach(w => w.Done.TrySetException(new IOException($"{_path} can't be written: {e.Message}", e)));
            }

            batch.Clear();
        }
    }

    private void Commit(List<Write> batch)
    {
        StringBuilder log = new();
        foreach (Write write in batch)
        {
            if (write.Kept is { } kept)
            {
                log.Append(CultureInfo.InvariantCulture, $"{MeshTime.Format(kept.At)} {kept.ExecutionId} {Word(kept.JobId)} {Word(kept.FragmentId)}\n");
            }
        }

        byte[] bytes = new byte[batch.Sum(w => w.Line.Length)];
        int at = 0;
        foreach (Write write in batch)
        {
            write.Line.CopyTo(bytes, at);
            at += write.Line.Length;
        }

        // What an earlier failure left beyond the length is written over.
        RandomAccess.Write(_file, bytes, _length);
        RandomAccess.FlushToDisk(_file);
        _log.Write(Encoding.UTF8.GetBytes(log.ToString()));
        foreach (Write write in batch)
        {
            if (write.Kept is { } kept)
            {
                _index[kept.ExecutionId] = (_length, write.Line.Length, kept.Peer, kept.At);
                _live += write.Line.Length;
            }

            foreach (string id in write.Forgotten)
            {
                Drop(id);
            }

            _length += write.Line.Length;
        }
    }

    private void Drop(string executionId)
    {
        if (_index.TryRemove(executionId, out (long Offset, int Length, string Peer, DateTimeOffset At) gone))
        {
            _live -= gone.Length;
        }
    }

    private void CompactIfLarge()
    {
        if (_length < CompactionLimit || _length < 2 * _live)
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        foreach ((string id, (long _, int _, string _, DateTimeOffset at)) in _index)
        {
            if (now - at >= Life)
            {
                Drop(id);
            }
        }

        _fileGate.EnterWriteLock();
        try
        {
            _file = Rewrite(_index.Keys.Select(ReadLine), _file);
        }
        finally
        {
            _fileGate.ExitWriteLock();
        }
    }

    private byte[] ReadLine(string executionId)
    {
        (long offset, int length, string _, DateTimeOffset _) = _index[executionId];
        byte[] line = new byte[length];
        RandomAccess.Read(_file, line, offset);
        return line;
    }

    /// <summary>The lines of the answers that are still to be kept.</summary>
    private List<byte[]> ReadAll()
    {
        Dictionary<string, byte[]> lines = [];
        if (File.Exists(_path))
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (string text in File.ReadLines(_path))
            {
                byte[] line = Encoding.UTF8.GetBytes(text + "\n");
                (KeptAnswer? kept, IReadOnlyList<string>? forgotten) = AnswerRecord.Read(line);
                if (kept is not null && now - kept.At < Life)
                {
                    lines[kept.ExecutionId] = line;
                }

                foreach (string id in forgotten ?? [])
                {
                    lines.Remove(id);
                }
            }
        }

        return [.. lines.Values];
    }

    private SafeFileHandle Rewrite(IEnumerable<byte[]> lines, SafeFileHandle? old)
    {
        string aside = _path + ".new";
        SafeFileHandle file = File.OpenHandle(aside, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Dictionary<string, (long, int, string, DateTimeOffset)> index = [];
        long length = 0;
        foreach (byte[] line in lines)
        {
            if (AnswerRecord.Read(line).Kept is { } kept)
            {
                RandomAccess.Write(file, line, length);
                index[kept.ExecutionId] = (length, line.Length, kept.Peer, kept.At);
                length += line.Length;
            }
        }

        RandomAccess.FlushToDisk(file);
        File.Move(aside, _path, overwrite: true);
        old?.Dispose();
        _index.Clear();
        foreach ((string id, (long, int, string, DateTimeOffset) at) in index)
        {
            _index[id] = at;
        }

        _length = _live = length;
        return file;
    }

    private static string Word(string text) => text.Length == 0 ? "-" : text.Replace(' ', '_').ReplaceLineEndings("_");

    private sealed record Write(byte[] Line, KeptAnswer? Kept, IReadOnlyList<string> Forgotten)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
