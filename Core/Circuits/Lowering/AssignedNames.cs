using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>The names that statements write to, those of blocks within included.</summary>
internal static class AssignedNames
{
    public static HashSet<string> Of(StatementSyntax[] statements)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(statements, names);
        return names;
    }

    /// <summary>Whether statements hold a jump of that kind that leaves or goes on with the loop around them.</summary>
    public static bool HasJump(StatementSyntax[] statements, TokenKind kind) => statements.Any(statement => statement switch
    {
        JumpSyntax jump => jump.Kind == kind,
        BlockSyntax block => HasJump(block.Body, kind),
        IfSyntax branch => HasJump(branch.Then, kind) || HasJump(branch.Otherwise, kind),
        SwitchSyntax choice => choice.Cases.Any(part => HasJump(part.Body, kind)),
        _ => false,
    });

    /// <summary>Whether statements hold an <c>end</c>, loops within included.</summary>
    public static bool HasEnd(StatementSyntax[] statements) => Array.Exists(statements, statement => statement switch
    {
        JumpSyntax jump => jump.Kind == TokenKind.End_,
        BlockSyntax block => HasEnd(block.Body),
        IfSyntax branch => HasEnd(branch.Then) || HasEnd(branch.Otherwise),
        ForSyntax loop => HasEnd(loop.Body),
        WhileSyntax loop => HasEnd(loop.Body),
        SwitchSyntax choice => Array.Exists(choice.Cases, part => HasEnd(part.Body)),
        _ => false,
    });

    private static void Collect(StatementSyntax[] statements, HashSet<string> names)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case AssignmentSyntax { Target: { } target }:
                    while (target is IndexSyntax index)
                    {
                        target = index.Target;
                    }

                    if (target is NameSyntax name)
                    {
                        names.Add(name.Name);
                    }

                    break;
                case BlockSyntax block: Collect(block.Body, names); break;
                case IfSyntax branch:
                    Collect(branch.Then, names);
                    Collect(branch.Otherwise, names);
                    break;
                case ForSyntax loop: Collect(loop.Body, names); break;
                case WhileSyntax loop: Collect(loop.Body, names); break;
                case SwitchSyntax choice:
                    foreach (var part in choice.Cases)
                    {
                        Collect(part.Body, names);
                    }

                    break;
            }
        }
    }
}
