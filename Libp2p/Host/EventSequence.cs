using System.Threading.Channels;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Runs notifications one after the other in the order in which they were posted, off the threads that post.</summary>
internal sealed class EventSequence
{
    private readonly Channel<Action> _queue = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _reader;

    public EventSequence() => _reader = RunAsync();

    public void Post(Action notification) => _queue.Writer.TryWrite(notification);

    /// <summary>Runs what was posted and takes no more.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return _reader;
    }

    private async Task RunAsync()
    {
        await foreach (Action notification in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                notification();
            }
#pragma warning disable CA1031 // A subscriber's mistake must not keep the others from hearing.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }
}
