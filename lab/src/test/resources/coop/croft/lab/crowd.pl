# Many callers at one moment: perl crowd.pl SOCKET
#
# Standard input: lines of a user number, a tab and a call (one line of JSON). A process of each user connects
# once for each of that user's calls, says them and listens until the other end hangs up.
# Standard output: for each line heard: number of the call, seconds since all were let go, the line; by tabs.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use POSIX ();
use Time::HiRes qw(time);

my ($socket) = @ARGV;
my (%calls, $number);
while (my $line = <STDIN>) {
  my ($uid, $call) = $line =~ /^(\d+)\t(.*\n)/ or die "line $. makes no sense\n";
  push @{ $calls{$uid} }, [$number++ // 0, $call];
}

pipe my $gate, my $latch or die "pipe: $!\n";
my @children;
for my $uid (sort { $a <=> $b } keys %calls) {
  my $pid = open my $heard, '-|';
  die "fork: $!\n" unless defined $pid;
  if ($pid == 0) {
    close $latch;
    crowd($uid, @{ $calls{$uid} });
    exit;
  }
  push @children, $heard;
}
close $gate;
close $latch;
for my $heard (@children) {
  print while <$heard>;
}

sub crowd {
  my ($uid, @own) = @_;
  $) = "$uid $uid";
  POSIX::setgid($uid) or die "setgid $uid: $!\n";
  POSIX::setuid($uid) or die "setuid $uid: $!\n";
  sysread $gate, my $nothing, 1;
  my $began = time;
  my $select = IO::Select->new;
  my (%number, %rest, @said);
  for my $call (@own) {
    my $stream = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $socket) or die "$socket: $!\n";
    syswrite $stream, $call->[1];
    $number{$stream} = $call->[0];
    $rest{$stream} = '';
    $select->add($stream);
  }
  while ($select->count) {
    for my $stream ($select->can_read) {
      my $got = sysread $stream, $rest{$stream}, 65536, length $rest{$stream};
      my $at = sprintf '%.3f', time - $began;
      push @said, "$number{$stream}\t$at\t$1\n" while $rest{$stream} =~ s/^(.*)\n//;
      next if $got;
      $select->remove($stream);
      close $stream;
    }
  }
  print @said;
}
